import type { MigrationBuilder } from "node-pg-migrate";

export function up(pgm: MigrationBuilder): void {
  pgm.sql(`
    insert into integration.providers (key, name, currency) values ('freepik', 'Freepik (Magnific since May 2026)', 'EUR');

    insert into integration.provider_operations (provider, operation, is_repeatable, description) values
      ('freepik', 'stock_search', true, 'Search the stock catalogue: GET /v1/resources.'),
      ('freepik', 'stock_download', false, 'License and download a stock picture: GET /v1/resources/{id}/download.');

    insert into integration.provider_prices (provider, operation, amount, currency, valid_from, source) values
      ('freepik', 'stock_search', 0, 'EUR', '2025-01-01',
        'No price is published for searches: they count against a daily quota only'),
      ('freepik', 'stock_download', 0.10, 'EUR', '2025-01-01',
        'Assumed, as no price is published for stock downloads: put in what your contract says');
  `);
}

export const down = false;
