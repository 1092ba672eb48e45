"""后备干部, 派驻人员 and 下派干部 at the desk."""
