import { Skeleton, SkeletonLines } from "../../ui/states.tsx";

const BOX = "border-line bg-panel p-4 max-md:border-y md:rounded-panel md:border";

/** The layout of an analysis while it is being fetched. */
export function PageSkeleton() {
  return (
    <div className="grid gap-3 xl:grid-cols-[minmax(0,1fr)_348px]">
      <div className={`${BOX} min-h-[415px] xl:min-h-[604px]`}>
        <Skeleton className="w-40" />
      </div>
      <div className="flex flex-col gap-3 max-xl:order-first">
        <div className={`${BOX} min-h-64`}>
          <SkeletonLines lines={5} />
        </div>
        <div className={`${BOX} flex-1 max-xl:hidden`}>
          <Skeleton className="w-1/2" />
        </div>
      </div>
    </div>
  );
}
