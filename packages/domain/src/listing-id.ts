/** Our devices make UUIDv7; any short id of this alphabet is taken, so that other clients stay free to choose. */
const listingId = /^[A-Za-z0-9_-]{1,64}$/;

export const isListingId = (id: string): boolean => listingId.test(id);
