create trigger invitations__require_role before update on identity.invitations
  for each statement execute function identity.require_role('admin');
