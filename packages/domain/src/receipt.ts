/** The server's answer to an intent, kept for ever under `(userId, id)`. */
export interface Receipt {
  /** Of the intent. */
  id: string;
  status: 'applied' | 'refused' | 'expired';
  code?: string;
  effects?: Record<string, unknown>;
  /** Server ms UTC. */
  at: number;
}
