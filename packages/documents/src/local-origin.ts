/** The transaction origin of every edit made through this package: an edit of this device, not one that arrived. */
export const localOrigin = 'local';
