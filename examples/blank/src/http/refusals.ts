/** How the domain refuses, and the HTTP status that says so, such as: [ParcelTooHeavy, 422]. */
export const refusals: readonly (readonly [new (...args: never[]) => Error, number])[] = [];
