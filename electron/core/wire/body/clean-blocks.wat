;; Looks at a message body sixteen octets at a time. build/generate/clean-blocks.mjs makes clean-blocks-code.ts of it.
(module
  ;; The octets to look at, from 0 on: clean-blocks.ts copies them here.
  (memory (export "memory") 1)

  ;; How many of $length octets come before the first sixteen in which something is not as it should be: a CR without LF, an LF
  ;; without CR, or a dot at the start of a line where $dots is -1 (0: dots are nothing special). A multiple of sixteen; what is
  ;; left at the end is the caller's. $afterCr, $atStart: 1 where a CR, or a line end, stands just before the first octet.
  (func (export "scan")
    (param $length i32) (param $afterCr i32) (param $atStart i32) (param $dots i32)
    (result i32)
    (local $at i32) (local $stop i32) (local $octets v128) (local $cr i32) (local $lf i32)
    (local.set $stop (i32.and (local.get $length) (i32.const -16)))
    (block $found
      (loop $next
        (br_if $found (i32.ge_u (local.get $at) (local.get $stop)))
        (local.set $octets (v128.load (local.get $at)))
        ;; One bit for each octet, the first the lowest.
        (local.set $cr (i8x16.bitmask (i8x16.eq (local.get $octets) (i8x16.splat (i32.const 13)))))
        (local.set $lf (i8x16.bitmask (i8x16.eq (local.get $octets) (i8x16.splat (i32.const 10)))))
        (br_if $found
          (i32.or
            ;; An LF exactly where a CR stands one before.
            (i32.and
              (i32.xor (local.get $lf) (i32.or (i32.shl (local.get $cr) (i32.const 1)) (local.get $afterCr)))
              (i32.const 0xffff))
            (i32.and
              (local.get $dots)
              (i32.and
                (i32.or (i32.shl (local.get $lf) (i32.const 1)) (local.get $atStart))
                (i8x16.bitmask (i8x16.eq (local.get $octets) (i8x16.splat (i32.const 46))))))))
        (local.set $afterCr (i32.shr_u (local.get $cr) (i32.const 15)))
        (local.set $atStart (i32.shr_u (local.get $lf) (i32.const 15)))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $next)))
    (local.get $at)))
