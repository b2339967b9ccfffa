/** Which holder of a lease writes: each has a greater number than all before it. */
export interface Fence {
  lease: string;
  number: number;
}

/** Somebody else holds the lease now, or did since. Nothing of the write was kept. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
  readonly code = 'lease-lost';
  readonly fence: Fence;

  constructor(fence: Fence) {
    super(`the lease ${fence.lease} is no longer held under the fence ${fence.number}`);
    this.fence = fence;
  }
}
