"""Read Parquet from bytes, by this thread alone.

Threads of the library that still hold a Python object when a program ends can abort it.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa


def table_in(content: bytes, schema: "pa.Schema | None" = None) -> "pa.Table":
    """Table that some bytes hold; raises ValueError or OSError where they hold none, or one of another schema."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    plain: dict[str, Any] = {"use_threads": False, "pre_buffer": False}
    return pq.read_table(pa.BufferReader(content), schema=schema, **plain)
