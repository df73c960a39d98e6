/** Shows whole cents as euros: 1250 is `12.50 €`. */
export function euros(cents: number): string {
  return `${(cents / 100).toFixed(2)} €`;
}
