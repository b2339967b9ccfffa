const sha256Hex = /^[0-9a-f]{64}$/;

/** True for a lower-case hex SHA-256, the only name a photo has. */
export const isPhotoId = (id: unknown): id is string => typeof id === 'string' && sha256Hex.test(id);
