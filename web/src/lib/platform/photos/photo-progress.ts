/** Where one photo's bytes are, as this device knows it. */
export type PhotoProgress =
  | { state: 'local' }
  /** Bytes the server has taken, of all. */
  | { state: 'sending'; sent: number; total: number }
  | { state: 'uploaded' }
  /** For good: the same bytes will never be accepted. `code` as the server's errors name it. */
  | { state: 'refused'; code: string }
  /** The photo was on this device once, its bytes are not any more. */
  | { state: 'gone' };
