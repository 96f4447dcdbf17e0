"""The outcome acts: workflows, their actions, and what they tell the outside."""
