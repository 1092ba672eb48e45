"""The register of the powers a street holds."""
