import { Copyable } from "../../ui/copy.tsx";
import { findPrices, gluePieces, orderPrice, type PriceReader } from "./price-text.ts";

interface Props {
  text: string;
  prices: PriceReader;
  tickDigits: number;
}

/** A sentence whose prices can be copied with a tap. */
export function PriceSentence({ text, prices, tickDigits }: Props) {
  return gluePieces(findPrices(text, prices)).map((group, index) =>
    group.every((piece) => piece.price === undefined) ? (
      group.map((piece) => piece.text).join("")
    ) : (
      <span key={index} className="whitespace-nowrap">
        {group.map((piece, i) =>
          piece.price === undefined ? (
            piece.text.trimEnd()
          ) : (
            <CopyPrice key={i} price={piece.price} text={piece.text} tickDigits={tickDigits} />
          ),
        )}
        {/\s$/.test(group.at(-1)?.text ?? "") && <span className="whitespace-normal"> </span>}
      </span>
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
