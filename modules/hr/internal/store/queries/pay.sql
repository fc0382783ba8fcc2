-- name: ListPay :many
select id, valid_from, valid_to, basis, amount, currency, version
  from hr.pay_fact
 where employee_id = @employee
 order by valid_from;

-- name: InsertPay :exec
insert into hr.pay_fact (id, employee_id, valid_from, valid_to, basis, amount, currency, version, created_at)
values (@id, @employee_id, @valid_from, @valid_to, @basis, @amount, @currency, @version, @now);

-- name: UpdatePay :exec
update hr.pay_fact
   set valid_from = @valid_from, valid_to = @valid_to, basis = @basis, amount = @amount, currency = @currency, version = @version
 where id = @id;

-- name: DeletePay :exec
delete from hr.pay_fact where id = any(@ids::uuid[]);
