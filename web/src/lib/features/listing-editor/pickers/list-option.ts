/** One line of a list to choose from. */
export interface ListOption {
  readonly id: string;
  readonly text: string;
  readonly note?: string;
  readonly isChosen?: boolean;
  /** Leads to a further list. */
  readonly opens?: boolean;
}

export interface ListSection {
  readonly id: string;
  readonly label?: string;
  readonly options: readonly ListOption[];
}
