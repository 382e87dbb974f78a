from directory.models.listing import Listing

__all__ = ["Listing"]
