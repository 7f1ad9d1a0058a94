"""Files bent at random: every reader answers as before, says what is wrong, or takes nothing."""
