"""Addresses that must not be called, by the trick that each one tries. `{port}` is the port of a listener inside."""

REFUSED_AS_WRITTEN = [
    # loopback, private, link-local, shared, metadata
    "https://127.0.0.1/", "https://127.0.0.1:{port}/", "https://127.1.2.3/", "https://127.255.255.254/",
    "https://0.0.0.0/", "https://0.0.0.0:{port}/", "https://10.0.0.1/", "https://10.255.255.255/",
    "https://172.16.0.1/", "https://172.31.255.254/", "https://192.168.0.1/", "https://192.168.255.255/",
    "https://169.254.169.254/latest/meta-data/", "https://169.254.170.2/v2/credentials", "https://100.64.0.1/",
    "https://100.100.100.200/latest/meta-data/", "https://168.63.129.16/machine?comp=goalstate", "https://192.0.0.192/opc/v2/",
    "https://192.0.2.1/", "https://192.88.99.1/", "https://198.18.0.1/", "https://198.19.255.255/", "https://198.51.100.7/",
    "https://203.0.113.9/", "https://224.0.0.1/", "https://239.255.255.250/", "https://240.0.0.1/", "https://255.255.255.255/",
    # IPv6, and IPv4 inside it
    "https://[::1]/", "https://[::1]:{port}/", "https://[::]/", "https://[0:0:0:0:0:0:0:1]/", "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:127.0.0.1]:{port}/", "https://[::ffff:7f00:1]/", "https://[::127.0.0.1]/", "https://[::ffff:169.254.169.254]/",
    "https://[::ffff:0:127.0.0.1]/", "https://[64:ff9b::127.0.0.1]/", "https://[64:ff9b::a9fe:a9fe]/", "https://[64:ff9b:1::7f00:1]/",
    "https://[2002:7f00:1::]/", "https://[2002:a9fe:a9fe::1]/", "https://[2001:0:7f00:1::]/",
    "https://[2001:0000:4136:e378:8000:63bf:807f:fffe]/", "https://[2001:db8::1]/", "https://[fe80::1]/", "https://[fe80::1%25eth0]/",
    "https://[fe80::1%eth0]/", "https://[fec0::1]/", "https://[fc00::1]/", "https://[fd00:ec2::254]/", "https://[ff02::1]/",
    "https://[3fff::1]/", "https://[100::1]/",
    # the same numbers, written otherwise
    "https://2130706433/", "https://2130706433:{port}/", "https://0x7f000001/", "https://0x7f.0.0.1/", "https://017700000001/",
    "https://0177.0.0.1/", "https://0177.0.0.01/", "https://127.1/", "https://127.0.1/", "https://127.1:{port}/", "https://0/",
    "https://0x7f.1/", "https://127.0.0.01/", "https://00000177.0.0.1/", "https://3232235521/", "https://0xA9FEA9FE/",
    "https://0xa9.0xfe.0xa9.0xfe/", "https://425.510.425.510/", "https://127.0.0.1.:{port}/", "https://127.0.0.1./", "https://1.1.1.256/",
    # names that mean this machine or this network
    "https://localhost/", "https://localhost:{port}/", "https://LOCALHOST/", "https://localhost./", "https://localhost.localdomain/",
    "https://foo.localhost/", "https://metadata/", "https://metadata.google.internal/computeMetadata/v1/", "https://db.local/",
    "https://kubernetes.default.svc.cluster.local/", "https://router.lan/", "https://intranet/", "https://1.0.0.127.in-addr.arpa/",
    "https://hidden.onion/", "https://hooks.example.com./",
    # another host than it seems
    "https://hooks.example.com@127.0.0.1/", "https://127.0.0.1@hooks.example.com/", "https://user:pass@hooks.example.com/",
    "https://hooks.example.com#@127.0.0.1/", "https://127.0.0.1#hooks.example.com", "https://hooks.example.com\\@127.0.0.1/",
    "https://127.0.0.1\\.hooks.example.com/", "https://hooks.example.com:443@127.0.0.1:{port}/", "https://127.0.0.1%2f@hooks.example.com/",
    "https://127.0.0.1%00.hooks.example.com/", "https://127.0.0.1%2ehooks.example.com/", "https://%31%32%37.0.0.1/",
    "https://[::1].hooks.example.com/", "https://[127.0.0.1]/", "https://hooks.example.com:80:443/", "https://hooks.example.com:/../",
    "https:// 127.0.0.1/", "https://127.0.0.1\t/", "https://127.0.0.1\r\nHost: x/", "https://hooks.example.com\r\nX: y/", "https://\x00127.0.0.1/",
    "https:///127.0.0.1/", "https:127.0.0.1/", "//127.0.0.1/", "https://", "https://?@127.0.0.1/", "https://.hooks.example.com/",
    "https://hooks..example.com/",
    # letters that a resolver folds into digits and dots (IDNA, UTS 46)
    "https://①②⑦.⓪.⓪.①/", "https://127。0。0。1/", "https://127．0．0．1/", "https://１２７.0.0.1/", "https://ⓛocalhost/", "https://loc\u00adalhost/",
    "https://ｌｏｃａｌｈｏｓｔ/", "https://hooks.example.com\u2044@127.0.0.1/", "https://hooks\u3002example.com/", "https://\u202e1.0.0.721/",
    # other schemes and ports
    "http://hooks.example.com/", "http://127.0.0.1:{port}/", "HTTP://127.0.0.1:{port}/", "ftp://127.0.0.1/", "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_FLUSHALL", "dict://127.0.0.1:11211/stat", "ldap://127.0.0.1/", "unix:///run/postgres.sock", "javascript:alert(1)",
    "data:text/plain,x", "jar:https://127.0.0.1!/", "https://hooks.example.com:22/", "https://hooks.example.com:5432/",
    "https://hooks.example.com:6379/", "https://hooks.example.com:0/", "https://hooks.example.com:65536/", "https://hooks.example.com:99999/",
    "https://hooks.example.com:-1/", "https://hooks.example.com:443x/", "https://" + "a" * 2_100 + ".example.com/",
]  # fmt: skip

ANSWERS = {
    "inside.example.com": ["127.0.0.1"],
    "inside6.example.com": ["::1"],
    "127.0.0.1.nip.example.com": ["127.0.0.1"],
    "private.example.com": ["10.1.2.3"],
    "metadata.example.com": ["169.254.169.254"],
    "linklocal6.example.com": ["fe80::1%2"],
    "mapped.example.com": ["::ffff:127.0.0.1"],
    "nat64.example.com": ["64:ff9b::7f00:1"],
    "sixtofour.example.com": ["2002:7f00:1::1"],
    "teredo.example.com": ["2001:0:7f00:1::1"],
    "shared.example.com": ["100.64.1.1"],
    "unspecified.example.com": ["0.0.0.0"],
    "azure.example.com": ["168.63.129.16"],
    "one-good-one-bad.example.com": ["93.184.215.14", "127.0.0.1"],
    "one-bad-one-good.example.com": ["127.0.0.1", "93.184.215.14"],
    "good4-bad6.example.com": ["93.184.215.14", "::1"],
    "many.example.com": ["93.184.215.14"] * 65 + ["127.0.0.1"],
    "no-address.example.com": [],
    "no-number.example.com": ["localhost"],
}
"""Names of the public DNS that lead inside, and what it says of each."""
