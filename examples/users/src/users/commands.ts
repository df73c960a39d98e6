import { AggregateId, Command } from 'annals';
import { IsEmail, IsString, IsUUID, Length } from 'class-validator';

@Command('user.register')
export class RegisterUser {
  @AggregateId() @IsUUID() userId!: string;
  @IsEmail() email!: string;
  @IsString() @Length(1, 100) name!: string;
}

@Command('user.verify_email')
export class VerifyEmail {
  @AggregateId() @IsUUID() userId!: string;
  @IsEmail() email!: string;
}

@Command('user.update_profile')
export class UpdateProfile {
  @AggregateId() @IsUUID() userId!: string;
  @IsString() @Length(1, 100) name!: string;
}
