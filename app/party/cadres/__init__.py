"""Reserve pools (后备干部), staff of departments' posted offices (派驻机构), secondments (下派)."""
