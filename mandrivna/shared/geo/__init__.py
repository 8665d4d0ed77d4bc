"""Where a place lies: Ukraine's regions, one projection, a point and its region. Crimea and Sevastopol are among them."""
