import { EventHandler, Projection, type ReadModel, type RecordedEvent } from 'annals';
import { UserEmailVerified, UserProfileUpdated, UserRegistered } from './events.js';

export interface UserSummary {
  email: string;
  name: string;
  isVerified: boolean;
}

@Projection('user-summaries', { indexes: [{ fields: { email: 'asc' } }] })
export class UserSummaries {
  @EventHandler(UserRegistered)
  registered({ email, name }: UserRegistered, view: ReadModel<UserSummary>, { streamId }: RecordedEvent) {
    view.set(streamId, { email, name, isVerified: false });
  }

  @EventHandler(UserEmailVerified)
  verified(_event: UserEmailVerified, view: ReadModel<UserSummary>, { streamId }: RecordedEvent) {
    view.patch(streamId, { isVerified: true });
  }

  @EventHandler(UserProfileUpdated)
  updated({ name }: UserProfileUpdated, view: ReadModel<UserSummary>, { streamId }: RecordedEvent) {
    view.patch(streamId, { name });
  }
}
