"""The tree of errors a user can see. Imports nothing.

KgError
├── InputError          a file or folder given as input cannot be used
│   ├── EncodingError     its bytes are not text in a known encoding
│   └── EmptyInputError   it holds no text
├── SchemaError         a type, relation or value that the ontology does not know
├── ResourceError       a file that ships with the product is missing or damaged
├── LedgerError         the statements on disk cannot be opened or written
├── StoreError          the property graph or RDF store cannot be started or reached
├── QueryError          a question is unknown, wrongly called or refused
├── GoldError           an annotated file does not follow its format
└── ModelError          a segmentation model is missing or cannot be fetched

Each message is one line that names the thing concerned and says what to do.
"""


class KgError(Exception):
    """Base of all errors that `kg` shows to its user as one line."""


class InputError(KgError):
    """An input cannot be used; the message names it."""


class EncodingError(InputError):
    """The bytes of an input are not text in UTF-8, UTF-16, GB18030 or Big5."""


class EmptyInputError(InputError):
    """An input holds no text."""


class SchemaError(KgError):
    """A name or value that the ontology does not know."""


class ResourceError(KgError):
    """A file that ships with the product is missing or damaged."""


class LedgerError(KgError):
    """The ledger cannot be opened, read or written."""


class StoreError(KgError):
    """The property graph or an RDF store cannot be started, reached or written."""


class QueryError(KgError):
    """A question is unknown, wrongly called, or refused."""


class GoldError(KgError):
    """An annotated report does not follow the gold format."""


class ModelError(KgError):
    """A segmentation model is missing, damaged, or cannot be fetched."""
