create trigger invitations__before_update before update on identity.invitations
  for each row execute function identity.stay_revoked();
