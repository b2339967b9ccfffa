/** Every number of the marketplace. An operator overrides rows here; no number stands anywhere else. */
export interface CurrencyPolicy {
  /** Decimal digits of the currency (ISO 4217): 2 for USD, 0 for IRR. */
  fractionDigits: number;
  minPriceMinor: number;
  maxPriceMinor: number;
  /** Flat fee for sales below `feeThresholdMinor`; from there on `feePercent` of the price. */
  feeFlatMinor: number;
  feeThresholdMinor: number;
  feePercent: number;
}

export interface Policy {
  /** ISO 4217 code that new listings are priced in. */
  currency: string;
  currencies: Readonly<Record<string, CurrencyPolicy>>;
  titleMaxLength: number;
  descriptionMaxLength: number;
  brandMaxLength: number;
  coloursMax: number;
  photosMax: number;
  tagsMax: number;
  tagMaxLength: number;
  measurementsMax: number;
  nameMaxLength: number;
  bioMaxLength: number;
  /** Longest edge of a master in pixels; the device scales down to it. */
  masterLongestEdge: number;
  masterMaxBytes: number;
  /** Width × height a decoder may be asked for; phones take pictures of 50 and 64 million. */
  photoMaxPixels: number;
  passwordMinLength: number;
}

export const defaultPolicy: Policy = {
  currency: 'USD',
  currencies: {
    USD: {
      fractionDigits: 2,
      minPriceMinor: 300,
      maxPriceMinor: 1_500_000,
      feeFlatMinor: 295,
      feeThresholdMinor: 1500,
      feePercent: 20,
    },
    EUR: {
      fractionDigits: 2,
      minPriceMinor: 300,
      maxPriceMinor: 1_500_000,
      feeFlatMinor: 295,
      feeThresholdMinor: 1500,
      feePercent: 20,
    },
    IRR: {
      fractionDigits: 0,
      minPriceMinor: 1_000_000,
      maxPriceMinor: 50_000_000_000,
      feeFlatMinor: 900_000,
      feeThresholdMinor: 5_000_000,
      feePercent: 20,
    },
  },
  titleMaxLength: 80,
  descriptionMaxLength: 1500,
  brandMaxLength: 60,
  coloursMax: 2,
  photosMax: 16,
  tagsMax: 10,
  tagMaxLength: 30,
  measurementsMax: 12,
  nameMaxLength: 60,
  bioMaxLength: 160,
  masterLongestEdge: 2048,
  masterMaxBytes: 12 * 1024 * 1024,
  photoMaxPixels: 65_000_000,
  passwordMinLength: 10,
};

/** The numbers of a currency; `null` for one the marketplace does not know. */
export const currencyPolicy = (policy: Policy, currency: string | undefined): CurrencyPolicy | null =>
  currency !== undefined && Object.hasOwn(policy.currencies, currency) ? policy.currencies[currency]! : null;
