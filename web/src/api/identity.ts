import type { Schema } from "./schema";

/** How far a right reaches. */
export type Reach = "own" | "team" | "dept" | "all";

/** One organisation of the person. */
export type Organisation = Schema<"IdentityOrganisation">;

/** Who I am here, and what I may do here: right → how far it reaches. */
export type Me = Schema<"IdentityMe">;

/** How a person likes to read: language, zone, clock, look. */
export type Settings = Schema<"IdentitySettings">;

/** A person who may sign in to the organisation. */
export type Member = Schema<"IdentityMember">;

/** A role that can be given. */
export type Role = Schema<"AuthzRole">;

/** An invitation that was not accepted yet. */
export type Invitation = Schema<"IdentityInvitation">;

/** A key for programs; `secret` is there once, in the answer to its creation. */
export type ApiToken = Schema<"IdentityToken">;

/** A browser in which I am signed in. */
export type Session = Schema<"IdentitySession">;

/** Whether the house waits for its first owner. */
export type SetupState = Schema<"IdentitySetupState">;

/** Body of the first run. */
export type SetupBody = Schema<"IdentitySetupBody">;

/** Body of joining by an invitation. */
export type AcceptBody = Schema<"IdentityAcceptBody">;

/** Body of changing one's own password. */
export type PasswordBody = Schema<"IdentityPasswordBody">;
