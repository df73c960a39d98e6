/** The slice that a lane belongs to: FNV-1a over its UTF-16 code units. It never changes, for positions are kept by slice. */
export function sliceOf(lane: string, sliceCount: number): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < lane.length; index++) hash = Math.imul(hash ^ lane.charCodeAt(index), 0x01000193);
  return (hash >>> 0) % sliceCount;
}
