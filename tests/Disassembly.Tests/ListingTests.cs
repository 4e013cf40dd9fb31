using Fusion.Disassembly.Tests.Listings;

namespace Fusion.Disassembly.Tests;

/// <summary>That the checks of machine code find what they look for.</summary>
public class ListingTests
{
    private const string Good = """
        ; Assembly listing for method Net.Avx2Kernels:Tile(ptr,int) (FullOpts)
        ; Emitting BLENDED_CODE for generic X64 + VEX on Unix
        ; FullOpts code

        G_M000_IG01:                ;; offset=0x0000
               push     rbp
               mov      rax, qword ptr [rbp+0x10]

        G_M000_IG02:                ;; offset=0x0010
               vmovups  ymm0, ymmword ptr [rcx]
               align    [0 bytes for IG03]

        G_M000_IG03:                ;; offset=0x0020
               vbroadcastss ymm1, dword ptr [rdi]
               vfmadd231ps ymm0, ymm1, ymmword ptr [rsi]
               cmp      rdi, rax
               jb       SHORT G_M000_IG03

        G_M000_IG04:                ;; offset=0x0030
               vmovups  ymmword ptr [rdx], ymm0
               dec      r8d
               jg       G_M000_IG02
               jmp      SHORT G_M000_IG05

        G_M000_IG05:                ;; offset=0x0040
               vzeroupper
               ret

        ; Total bytes of code 80
        """;

    [Fact]
    public void Reads_names_labels_and_instructions()
    {
        MethodCode method = Assert.Single(Read(Good));
        Assert.Equal("Net.Avx2Kernels:Tile(ptr,int)", method.Name);
        Assert.Equal("Net.Avx2Kernels", method.Type);
        Assert.Equal("FullOpts", method.Tier);
        Assert.Equal(13, method.Instructions.Count);
        Assert.Equal(new Instruction("ret", ""), method.Instructions[^1]);
        Assert.Equal(3, method.Labels["G_M000_IG03"]);
    }

    [Fact]
    public void Finds_the_innermost_loop_only()
    {
        Instruction[] loop = Assert.Single(Assert.Single(Read(Good)).InnermostLoops());
        Assert.Equal(["vbroadcastss", "vfmadd231ps", "cmp", "jb"], loop.Select(instruction => instruction.Operation));
    }

    [Fact]
    public void Finds_nothing_wrong_with_good_code() => Assert.Empty(Problems(Good, "ymm"));

    [Theory]
    [InlineData("vmovups  ymmword ptr [rbp-0x50], ymm0", "'vmovups      ymmword ptr [rbp-0x50], ymm0'")]
    [InlineData("vfmadd213ps ymm5, ymm14, ymmword ptr [rsp+0x20]", "loop with 2 multiply-adds")]
    [InlineData("mov      r14, qword ptr [rbp-0x298]", "1 accesses to the frame")]
    public void Finds_a_spill_in_the_loop(string spill, string expected) =>
        Assert.Contains(expected, Assert.Single(Problems(Good.Replace("cmp      rdi, rax", spill), "ymm")));

    [Fact]
    public void Finds_a_call_in_the_loop() =>
        Assert.Contains("'call         [Net.Avx2Kernels:Exp]'",
            Assert.Single(Problems(Good.Replace("cmp      rdi, rax", "call     [Net.Avx2Kernels:Exp]"), "ymm")));

    [Theory]
    [InlineData("mov      r12, qword ptr [rbp-0x48]", 15, false)]
    [InlineData("mov      r12, qword ptr [rbp-0x48]", 16, true)]
    [InlineData("mov      qword ptr [rbp-0x48], r12", 16, false)]
    [InlineData("vmovups  zmm0, zmmword ptr [rbp-0x48]", 16, false)]
    public void Allows_one_scalar_load_beside_many_multiply_adds(string access, int multiplyAdds, bool isAllowed)
    {
        string more = string.Concat(Enumerable.Repeat("vfmadd231ps ymm0, ymm1, ymm2\n       ", multiplyAdds - 1));
        Assert.Equal(isAllowed, !Problems(Good.Replace("cmp      rdi, rax", more + access), "ymm").Any());
    }

    [Theory]
    [InlineData("Tile", "mov      rax, qword ptr [rbp-0x50]", 1, false)]
    [InlineData("WinogradInputs4", "mov      rax, qword ptr [rbp-0x50]", 1, true)]
    [InlineData("Epilogue_Silu", "mov      rax, qword ptr [rbp-0x50]", 1, true)]
    [InlineData("Epilogue_Silu", "mov      rax, qword ptr [rbp-0x50]", 2, false)]
    [InlineData("WinogradResults4", "add      qword ptr [rbp-0x50], rdi", 1, true)]
    [InlineData("WinogradInputs4", "vmulps   ymm1, ymm1, ymmword ptr [rbp-0x50]", 1, false)]
    [InlineData("Epilogue_Silu", "vmovups  ymmword ptr [rbp-0x50], ymm1", 1, false)]
    public void Allows_a_few_pointers_in_the_frame_of_transforms_and_epilogues(string name, string access, int accesses, bool isAllowed)
    {
        string spills = string.Concat(Enumerable.Repeat(access + "\n       ", accesses));
        Assert.Equal(isAllowed, !Problems(Good.Replace("Kernels:Tile(", $"Kernels:{name}(")
            .Replace("cmp      rdi, rax", spills + "cmp      rdi, rax\n       mov      rax, rbx"), "ymm").Any());
    }

    [Fact]
    public void Allows_the_frame_outside_the_loop() =>
        Assert.Empty(Problems(Good.Replace("dec      r8d", "dec      dword ptr [rbp-0x10]"), "ymm"));

    [Fact]
    public void Two_jumps_back_to_one_label_are_one_loop()
    {
        string twice = Good.Replace("vbroadcastss ymm1, dword ptr [rdi]", "jz       SHORT G_M000_IG03");
        Assert.Contains("'vmovaps", Assert.Single(Problems(twice.Replace("cmp      rdi, rax", "vmovaps  ymmword ptr [rsp], ymm3"), "ymm")));
    }

    [Theory]
    [InlineData("Tier0")]
    [InlineData("Instrumented Tier0")]
    [InlineData("Tier1-OSR")]
    [InlineData("MinOpts")]
    public void Finds_code_that_is_not_fully_optimised(string tier) =>
        Assert.Contains($"compiled as {tier}", Assert.Single(Problems(Good.Replace("(FullOpts)", $"({tier})"), "ymm")));

    [Fact]
    public void Finds_narrow_registers() => Assert.Contains("without zmm", Assert.Single(Problems(Good, "zmm")));

    [Fact]
    public void A_listing_that_breaks_off_is_no_listing() =>
        Assert.Throws<InvalidDataException>(() => Read(Good[..Good.LastIndexOf(';')]).ToList());

    private static IEnumerable<MethodCode> Read(string listing) => ListingReader.Read(listing.ReplaceLineEndings("\n").Split('\n'));

    private static IEnumerable<string> Problems(string listing, string registers) =>
        Read(listing).SelectMany(method => KernelCheck.Problems(method, registers));
}
