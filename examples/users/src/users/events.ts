import { Event } from 'annals';
import { IsEmail, IsString } from 'class-validator';

@Event('user.registered')
export class UserRegistered {
  @IsEmail() email!: string;
  @IsString() name!: string;
}

@Event('user.email_verified')
export class UserEmailVerified {
  @IsEmail() email!: string;
}

@Event('user.profile_updated')
export class UserProfileUpdated {
  @IsString() name!: string;
}
