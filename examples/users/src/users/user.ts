import { Aggregate, AggregateRoot, CommandHandler, EventHandler } from 'annals';
import { RegisterUser, UpdateProfile, VerifyEmail } from './commands.js';
import { UserAlreadyRegistered, UserUnknown, WrongEmail } from './errors.js';
import { UserEmailVerified, UserProfileUpdated, UserRegistered } from './events.js';

@Aggregate('user')
export class User extends AggregateRoot {
  name = '';
  isVerified = false;
  private email = '';

  // Commands: check the rules, then say what has happened. What changes nothing is no event.

  @CommandHandler(RegisterUser)
  register({ email, name }: RegisterUser) {
    if (!this.isNew) throw new UserAlreadyRegistered(this.id);
    this.apply(UserRegistered, { email, name });
  }

  @CommandHandler(VerifyEmail)
  verifyEmail({ email }: VerifyEmail) {
    if (this.isNew) throw new UserUnknown(this.id);
    if (email !== this.email) throw new WrongEmail(email);
    if (!this.isVerified) this.apply(UserEmailVerified, { email });
  }

  @CommandHandler(UpdateProfile)
  updateProfile({ name }: UpdateProfile) {
    if (this.isNew) throw new UserUnknown(this.id);
    if (name !== this.name) this.apply(UserProfileUpdated, { name });
  }

  // Events: change the state, and check nothing, for it has happened.

  @EventHandler(UserRegistered)
  protected onRegistered({ email, name }: UserRegistered) {
    this.email = email;
    this.name = name;
  }

  @EventHandler(UserEmailVerified)
  protected onEmailVerified() {
    this.isVerified = true;
  }

  @EventHandler(UserProfileUpdated)
  protected onProfileUpdated({ name }: UserProfileUpdated) {
    this.name = name;
  }
}
