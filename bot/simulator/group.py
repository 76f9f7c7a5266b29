"""A group chat with the bot and several people in it."""

from bot.simulator.chats import Chat
from bot.simulator.cloud import Cloud
from bot.simulator.reader import Reader
from bot.simulator.view import SeenMessage, see


class Group:
    """A group; its members are readers whose chat it is.

    Attributes:
        chat: the group itself.
    """

    def __init__(self, cloud: Cloud, chat: Chat) -> None:
        self.chat = chat
        self._cloud = cloud
        self._members = {person.first_name: Reader(cloud, person, chat) for person in chat.members.values()}

    @property
    def id(self) -> int:
        """The group's id, below zero."""
        return self.chat.id

    @property
    def messages(self) -> list[SeenMessage]:
        """All messages as they look now."""
        return [see(message, self._cloud.files) for message in self.chat.messages.values()]

    def member(self, name: str) -> Reader:
        """Return one of its people, to say and tap in the group.

        Raises:
            KeyError: nobody of that name is in it.
        """
        return self._members[name]
