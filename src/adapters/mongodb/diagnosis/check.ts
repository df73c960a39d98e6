/** What one look at a database has shown. */
export interface Check {
  /** What was looked at, such as `indexes`. */
  readonly name: string;
  /** `problem` where Annals cannot keep its promises, `warning` where somebody should know. */
  readonly state: 'ok' | 'problem' | 'warning';
  /** What was found. */
  readonly what: string;
  /** What to do about it. */
  readonly remedy?: string;
}

export function ok(name: string, what: string): Check {
  return { name, state: 'ok', what };
}

export function warning(name: string, what: string, remedy: string): Check {
  return { name, state: 'warning', what, remedy };
}

export function problem(name: string, what: string, remedy: string): Check {
  return { name, state: 'problem', what, remedy };
}

/** Makes a check; one that the server refuses or cannot answer is told as that. */
export async function checked(name: string, role: string, look: () => Promise<Check>): Promise<Check> {
  try {
    return await look();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return warning(name, `could not be looked at: ${reason}`, `Use a user with the role ${role} to have this checked.`);
  }
}
