using Fusion.Gpu.Kernels;

namespace Fusion.Gpu.Tests.Kernels;

/// <summary>Words of a thread's own memory that become registers, and those that do not.</summary>
public sealed class LocalRegistersTests
{
    private const string Ptx = """
        .visible .entry K(
        )
        .maxntid 32, 1, 1
        {
        	.local .align 4 .b8 __local_depot0[4];
        	.local .align 4 .b8 __local_depot1[4];
        	.local .align 16 .b8 __local_depot2[64];

        	.reg .b64	%rd<9>;

        	mov.b64	%rd5, __local_depot0;
        	mov.b64	%rd50, __local_depot1;
        	mov.b64	%rd6, __local_depot2;
        	st.local.f32	[%rd5], 0f00000000;
        	st.local.b32	[%rd50], %r1;
        	ld.local.f32	%f1, [%rd5];
        	st.local.b32	[%rd6], %r2;
        	add.u64	%rd7, %rd6, 4;
        	ld.local.b32	%r3, [%rd50];
        }

        """;

    [Fact]
    public void WordsBecomeRegisters()
    {
        string found = LocalRegisters.Use(Lines(Ptx));
        Assert.Equal("""
            .visible .entry K(
            )
            .maxntid 32, 1, 1
            {
            	.reg .b32 %local<2>;
            	.local .align 16 .b8 __local_depot2[64];

            	.reg .b64	%rd<9>;

            	mov.b64	%rd6, __local_depot2;
            	mov.f32	%local0, 0f00000000;
            	mov.b32	%local1, %r1;
            	mov.f32	%f1, %local0;
            	st.local.b32	[%rd6], %r2;
            	add.u64	%rd7, %rd6, 4;
            	mov.b32	%r3, %local1;
            }

            """.ReplaceLineEndings("\n"), found);
    }

    [Theory]
    [InlineData("add.u64	%rd7, %rd6, 4;", "add.u64	%rd7, %rd5, 4;")]
    [InlineData("ld.local.f32	%f1, [%rd5];", "ld.local.f32	%f1, [%rd5+4];")]
    [InlineData("ld.local.f32	%f1, [%rd5];", "ld.local.v2.f32	{%f1, %f2}, [%rd5];")]
    public void AWordWhoseAddressIsTakenStaysInMemory(string before, string after)
    {
        string found = LocalRegisters.Use(Lines(Ptx).Replace(before, after, StringComparison.Ordinal));
        Assert.Contains("__local_depot0[4]", found);
        Assert.Contains("[%rd5], 0f00000000", found);
        Assert.DoesNotContain("__local_depot1", found);
    }

    [Fact]
    public void AModuleWithoutThemStaysAsItIs()
    {
        const string module = ".visible .entry K()\n{\n\tret;\n}\n";
        Assert.Same(module, LocalRegisters.Use(module));
    }

    private static string Lines(string text) => text.ReplaceLineEndings("\n");
}
