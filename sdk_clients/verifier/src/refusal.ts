/** What a check says when it finds what must not be. Its message is for the auditor. */
export class Refusal extends Error {}

/** A promise that need not have been kept yet, or a proof that is not due: neither passed nor failed. */
export class NotDue extends Error {}

/** What was handed over cannot be read at all. */
export class Unreadable extends Error {}

export function refuse(reason: string): never {
  throw new Refusal(reason);
}

/** Run a check whose refusals mean something else here. */
export function refusedAs<T>(error: (reason: string) => Error, check: () => T): T {
  try {
    return check();
  } catch (caught) {
    if (caught instanceof Refusal) throw error(caught.message);
    throw caught;
  }
}
