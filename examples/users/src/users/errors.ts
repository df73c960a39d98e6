export class UserAlreadyRegistered extends Error {
  constructor(userId: string) {
    super(`User ${userId} has registered already.`);
  }
}

export class UserUnknown extends Error {
  constructor(userId: string) {
    super(`No user ${userId} has registered.`);
  }
}

export class WrongEmail extends Error {
  constructor(email: string) {
    super(`${email} is not the address that the user has registered with.`);
  }
}
