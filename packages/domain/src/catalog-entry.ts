import { z } from 'zod';
import { conditions } from './condition.ts';
import { photoRefSchema } from './piece-schema.ts';

// What `/api/catalog`, `/api/listings/{id}` and `/api/closets/{handle}` answer. Amounts in integer minor units,
// times in ms UTC of the server.

const sellerNameSchema = z.object({ handle: z.string(), name: z.string() });

export const sellerSchema = sellerNameSchema.extend({
  city: z.string().optional(),
  bio: z.string().optional(),
  contact: z.string().optional(),
  avatar: photoRefSchema.optional(),
});
export type Seller = z.infer<typeof sellerSchema>;

export const catalogEntrySchema = z.object({
  id: z.string(),
  version: z.int().positive(),
  state: z.enum(['live', 'sold']),
  title: z.string(),
  brand: z.string().nullable(),
  category: z.string(),
  size: z.string(),
  condition: z.enum(conditions),
  colours: z.array(z.string()),
  price: z.int(),
  originalPrice: z.int().optional(),
  currency: z.string(),
  cover: photoRefSchema,
  seller: sellerNameSchema,
  publishedAt: z.int(),
  soldAt: z.int().optional(),
});
export type CatalogEntry = z.infer<typeof catalogEntrySchema>;

export const catalogPageSchema = z.object({
  /** `seq` of the newest change that this page knows. */
  head: z.int(),
  entries: z.array(catalogEntrySchema),
  nextCursor: z.string().nullable(),
});
export type CatalogPage = z.infer<typeof catalogPageSchema>;

export const catalogChangeKinds = ['published', 'updated', 'sold', 'removed'] as const;
export type CatalogChangeKind = (typeof catalogChangeKinds)[number];

export const catalogChangesSchema = z.object({
  head: z.int(),
  changes: z.array(
    z.object({
      seq: z.int(),
      id: z.string(),
      kind: z.enum(catalogChangeKinds),
      /** The row as it is now; `null` for a listing that is off the feed. */
      entry: catalogEntrySchema.nullable(),
    }),
  ),
  /** True when there are further changes behind the last one. */
  more: z.boolean(),
});
export type CatalogChanges = z.infer<typeof catalogChangesSchema>;

export const listingPageSchema = catalogEntrySchema.extend({
  description: z.string(),
  photos: z.array(photoRefSchema),
  measurements: z.record(z.string(), z.string()).optional(),
  tags: z.array(z.string()).optional(),
  seller: sellerSchema,
  removed: z.literal(false).optional(),
});
export type ListingPage = z.infer<typeof listingPageSchema>;

export const listingsSchema = z.object({
  /** In the order asked for. What was asked for and is not here is off the feed, or never was on it. */
  entries: z.array(catalogEntrySchema),
});
export type Listings = z.infer<typeof listingsSchema>;

export const closetPageSchema = z.object({
  seller: sellerSchema,
  /** Of the whole closet, not of this page. */
  counts: z.object({ live: z.int(), sold: z.int() }),
  entries: z.array(catalogEntrySchema),
  nextCursor: z.string().nullable(),
});
export type ClosetPage = z.infer<typeof closetPageSchema>;
