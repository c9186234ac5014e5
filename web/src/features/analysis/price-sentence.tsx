import { Fragment } from "react";
import { Copyable } from "../../ui/copy.tsx";
import { findPrices, orderPrice } from "./price-text.ts";

interface Props {
  text: string;
  prices: ReadonlyMap<string, number>;
  tickDigits: number;
}

/** A sentence whose prices can be copied with a tap. */
export function PriceSentence({ text, prices, tickDigits }: Props) {
  return findPrices(text, prices).map((piece, index) =>
    piece.price === undefined ? (
      <Fragment key={index}>{piece.text}</Fragment>
    ) : (
      <CopyPrice key={index} price={piece.price} text={piece.text} tickDigits={tickDigits} />
    ),
  );
}

/** One price, copied at the venue's tick. */
export function CopyPrice({ price, text, tickDigits }: { price: number; text: string; tickDigits: number }) {
  return (
    <Copyable value={orderPrice(price, tickDigits)} className="font-medium text-ink">
      {text}
    </Copyable>
  );
}
