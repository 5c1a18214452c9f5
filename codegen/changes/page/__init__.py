"""The review as one HTML file: a `Review` in, the text of the page out; pure. Imported by `verbs` alone.

Contracts are other people's, so every string goes through `markup.quoted`, and the page's security policy allows
nothing but its own style and script, by their hashes.
"""

from codegen.changes.page.document import page as page
