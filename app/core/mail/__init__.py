"""Mail: queued inside the transaction that causes it, sent after; a message that failed stays visible."""

from app.core.mail.models import Message
from app.core.mail.writing import address, queue, silence, telephone, write

__all__ = ["Message", "address", "queue", "silence", "telephone", "write"]
