-- name: AddAssignment :exec
insert into access.assignment as a (id, user_id, role, kind, valid_from, valid_to, reason, approved_by, alone, granted_by)
values (@id, @user_id, @role, @kind, @valid_from, @valid_to, @reason, @approved_by, @alone, @granted_by)
on conflict on constraint role_is_given_once do update
   set kind = excluded.kind, valid_from = excluded.valid_from, valid_to = excluded.valid_to, reason = excluded.reason,
       approved_by = excluded.approved_by, alone = excluded.alone, granted_by = excluded.granted_by;

-- name: EndAssignments :exec
delete from access.assignment where id = any (@ids::uuid[]);

-- name: ListAssignments :many
select a.id, a.user_id, a.role, a.kind, a.valid_from, a.valid_to, a.granted_by, a.approved_by, a.alone, coalesce(a.reason, '') as reason
  from access.assignment a
 where (sqlc.narg('user_id')::uuid is null or a.user_id = sqlc.narg('user_id')::uuid) and (@role::text = '' or a.role = @role::text)
 order by a.user_id, a.role;

-- name: AddRequest :one
-- What is asked for twice waits once.
insert into access.request as request (id, user_id, role, valid_from, valid_to, reason, requested_by)
values (@id, @user_id, @role, @valid_from, @valid_to, @reason, @requested_by)
on conflict (org_id, user_id, role) where state = 'open' do update set reason = request.reason
returning id;

-- name: ListRequests :many
select id, user_id, role, valid_from, valid_to, reason, requested_by, state, decided_by, decided_at, note, version, created_at
  from access.request
 where (@state::text = '' or state = @state::text) and (sqlc.narg('user_id')::uuid is null or user_id = sqlc.narg('user_id')::uuid or requested_by = sqlc.narg('user_id')::uuid)
 order by created_at desc, id limit 200;

-- name: LockRequest :one
select id, user_id, role, valid_from, valid_to, reason, requested_by, state, decided_by, decided_at, note, version, created_at
  from access.request where id = @id for update;

-- name: DecideRequest :exec
update access.request r set state = @state, decided_by = @decided_by::uuid, decided_at = @at::timestamptz, note = @note, version = r.version + 1
 where r.id = @id;

-- name: ListExpectations :many
select id, name, subject, permission, relation, expect, version from access.expectation order by name, id;

-- name: AddExpectation :exec
insert into access.expectation (id, name, subject, permission, relation, expect) values (@id, @name, @subject, @permission, @relation, @expect);

-- name: ChangeExpectation :execrows
update access.expectation e
   set name = @name, subject = @subject, permission = @permission, relation = @relation, expect = @expect, version = e.version + 1
 where e.id = @id and e.version = @version;

-- name: DropExpectation :execrows
delete from access.expectation where id = @id;

-- name: ListConflicts :many
select id, permission_a, permission_b, reason, version from access.conflict order by permission_a, permission_b;

-- name: AddConflict :exec
insert into access.conflict (id, permission_a, permission_b, reason) values (@id, @permission_a, @permission_b, @reason);

-- name: DropConflict :execrows
delete from access.conflict where id = @id;

-- name: AddEmergency :exec
insert into access.emergency (id, user_id, reason, began_at, ends_at) values (@id, @user_id, @reason, @began_at, @ends_at);

-- name: ListEmergencies :many
select e.id, e.user_id, e.reason, e.began_at, e.ends_at, e.reviewed_by, e.reviewed_at, e.note, e.version,
       (select count(*) from access.emergency_use u where u.emergency_id = e.id)::bigint as uses
  from access.emergency e
 order by e.began_at desc, e.id limit 200;

-- name: LockEmergency :one
select id, user_id, reason, began_at, ends_at, reviewed_by, reviewed_at, note, version from access.emergency where id = @id for update;

-- name: EndEmergency :exec
update access.emergency e set ends_at = @ends_at, version = e.version + 1 where e.id = @id;

-- name: ReviewEmergency :exec
update access.emergency e set reviewed_by = @reviewed_by::uuid, reviewed_at = @at::timestamptz, note = @note, version = e.version + 1 where e.id = @id;

-- name: OpenEmergencyOf :one
select id, ends_at from access.emergency where user_id = @user_id and ends_at > @at::timestamptz order by ends_at desc limit 1;

-- name: AddEmergencyUse :exec
insert into access.emergency_use (id, emergency_id, operation, path, address, request_id) values (@id, @emergency_id, @operation, @path, @address, @request_id);

-- name: ListEmergencyUses :many
select at, operation, path, address, request_id from access.emergency_use where emergency_id = @emergency_id order by at desc, id limit 1000;

-- name: AddReview :exec
insert into access.review (id, name, due_on, started_by) values (@id, @name, @due_on, @started_by);

-- name: AddReviewItems :exec
insert into access.review_item (id, review_id, assignment_id, user_id, role, reviewer)
select i.id, @review_id::uuid, i.assignment_id, i.user_id, i.role, nullif(i.reviewer, '00000000-0000-0000-0000-000000000000'::uuid)
  from (select unnest(@ids::uuid[]) as id, unnest(@assignments::uuid[]) as assignment_id, unnest(@users::uuid[]) as user_id,
               unnest(@roles::text[]) as role, unnest(@reviewers::uuid[]) as reviewer) i;

-- name: ListReviews :many
select r.id, r.name, r.due_on, r.started_by, r.state, r.closed_at, r.version, r.created_at,
       (select count(*) from access.review_item i where i.review_id = r.id)::bigint as items,
       (select count(*) from access.review_item i where i.review_id = r.id and i.decision is null)::bigint as undecided,
       (select count(*) from access.review_item i where i.review_id = r.id and i.reviewer = @me::uuid)::bigint as mine
  from access.review r order by r.created_at desc, r.id limit 200;

-- name: RoundsWaiting :many
-- Rounds in which somebody has not confirmed all that they should.
select r.id, r.name, r.due_on, r.started_by, r.version, r.created_at, count(*)::bigint as undecided
  from access.review r
  join access.review_item i on i.org_id = r.org_id and i.review_id = r.id
 where r.state = 'open' and i.reviewer = @me::uuid and i.decision is null
 group by r.org_id, r.id
 order by r.created_at, r.id;

-- name: LockReview :one
select id, name, due_on, started_by, state, closed_at, version, created_at from access.review where id = @id for update;

-- name: ListReviewItems :many
select id, review_id, assignment_id, user_id, role, reviewer, decision, decided_by, decided_at, ended
  from access.review_item where review_id = @review_id order by user_id, role;

-- name: LockReviewItem :one
select i.id, i.review_id, i.assignment_id, i.user_id, i.role, i.reviewer, i.decision, r.state
  from access.review_item i join access.review r on r.org_id = i.org_id and r.id = i.review_id
 where i.id = @id for update of i;

-- name: DecideReviewItem :exec
update access.review_item set decision = @decision::text, decided_by = @decided_by::uuid, decided_at = @at::timestamptz where id = @id;

-- name: MarkEnded :exec
update access.review_item set ended = true where review_id = @review_id and assignment_id = any (@assignments::uuid[]);

-- name: CloseReview :exec
update access.review r set state = 'closed', closed_at = @at::timestamptz, version = r.version + 1 where r.id = @id;

-- name: StatusFor :one
select (select count(*) from access.version v where v.state = 'submitted' and not @me::uuid = any (v.authors))::bigint as drafts,
       (select count(*) from access.request r where r.state = 'open' and r.requested_by <> @me::uuid and r.user_id <> @me::uuid)::bigint as requests,
       (select count(*) from access.emergency e where e.reviewed_at is null)::bigint as emergencies,
       (select count(*) from access.review_item i join access.review w on w.org_id = i.org_id and w.id = i.review_id
         where w.state = 'open' and i.reviewer = @me::uuid and i.decision is null)::bigint as reviews;
