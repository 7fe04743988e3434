"""CKAN's action API, for reading (https://docs.ckan.org/en/2.11/api/): what its clients ask, answered in its shapes."""
