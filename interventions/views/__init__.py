"""The register and the pages of an intervention. Every record is loaded through what its reader may see."""
