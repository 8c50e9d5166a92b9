/**
 * What a call costs. No price for stock calls is published: these are assumptions, fit for
 * proving that two ledgers agree, not for forecasting a bill.
 */
export const prices = {
  "GET /v1/resources": { cost: 0, currency: "EUR" },
  "GET /v1/resources/{id}/download": { cost: 0.1, currency: "EUR" },
  "GET /v1/resources/{id}/download/{format}": { cost: 0.1, currency: "EUR" },
} as const;

/** An endpoint that has a price. */
export type BilledEndpoint = keyof typeof prices;
