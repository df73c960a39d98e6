import { randomUUID } from 'node:crypto';
import { scenario } from 'annals/testing';
import {
  RegisterUser,
  UpdateProfile,
  User,
  UserAlreadyRegistered,
  UserEmailVerified,
  UserProfileUpdated,
  UserRegistered,
  UserUnknown,
  VerifyEmail,
  WrongEmail,
} from '../../src/users/index.js';

const userId = randomUUID();
const email = 'ada@example.com';
const registered = scenario(User).given(UserRegistered, { email, name: 'Ada' });

describe('User', () => {
  it('registers once', async () => {
    const command = { userId, email, name: 'Ada' };
    await scenario(User).when(RegisterUser, command).then(UserRegistered, { email, name: 'Ada' });
    await registered.when(RegisterUser, command).thenRejects(UserAlreadyRegistered);
  });

  it('verifies the address that was registered, once', async () => {
    await registered.when(VerifyEmail, { userId, email }).then(UserEmailVerified, { email });
    await registered.when(VerifyEmail, { userId, email: 'eve@example.com' }).thenRejects(WrongEmail);
    await registered.given(UserEmailVerified, { email }).when(VerifyEmail, { userId, email }).thenNothing();
  });

  it('changes its name, where it changes', async () => {
    const [name, again] = ['Ada Lovelace', 'Ada'];
    await registered.when(UpdateProfile, { userId, name }).then(UserProfileUpdated, { name });
    await registered.when(UpdateProfile, { userId, name: again }).thenNothing();
    const renamed = registered.given(UserProfileUpdated, { name });
    await renamed.when(UpdateProfile, { userId, name: again }).then(UserProfileUpdated, { name: again });
  });

  it('does nothing before it has registered', async () => {
    await scenario(User).when(VerifyEmail, { userId, email }).thenRejects(UserUnknown);
    await scenario(User).when(UpdateProfile, { userId, name: 'Ada' }).thenRejects(UserUnknown);
  });
});
