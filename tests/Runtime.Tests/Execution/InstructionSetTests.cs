using Fusion.Runtime;

namespace Fusion.Tests.Execution;

/// <summary>Which kernels run, of those that a network has.</summary>
public class InstructionSetTests
{
    private const InstructionSet
        Auto = InstructionSet.Auto, Avx512 = InstructionSet.Avx512, Avx2 = InstructionSet.Avx2, Portable = InstructionSet.Portable;

    [Theory]
    [InlineData(true, true, Avx512, Avx512, Avx2, Portable)]
    [InlineData(false, true, Avx2, Avx512, Avx2, Portable)]
    [InlineData(false, false, Portable, Avx512, Avx2, Portable)]
    [InlineData(true, true, Avx2, Avx2, Portable)]
    [InlineData(false, false, Portable, Avx2, Portable)]
    [InlineData(true, true, Avx512, Avx512, Portable)]
    [InlineData(false, true, Portable, Avx512, Portable)]
    [InlineData(true, true, Portable, Portable)]
    [InlineData(true, true, Avx2, Avx2)]
    public void Widest_that_the_processor_and_the_network_have(
        bool hasAvx512, bool hasAvx2, InstructionSet expected, params InstructionSet[] sets) =>
        Assert.Equal(expected, InstructionSets.Resolve(Auto, With(sets), hasAvx512, hasAvx2));

    [Fact]
    public void Processor_without_any_of_them_is_told_what_to_change()
    {
        var exception = Assert.Throws<PlatformNotSupportedException>(() => InstructionSets.Resolve(Auto, With(Avx512, Avx2), false, false));
        Assert.Equal(
            "This processor can run none of the kernels of Chain: the project property FusionInstructionSets names Avx512 and Avx2. "
                + "With portable among them, it runs everywhere.",
            exception.Message);
    }

    [Fact]
    public void Forced_set_must_have_kernels()
    {
        Assert.Equal(Portable, InstructionSets.Resolve(Portable, With(Avx2, Portable), true, true));
        Assert.Equal(Avx512, InstructionSets.Resolve(Avx512, With(Avx512), false, true));
        NetworkInfo network = With(Avx2, Portable);
        var exception = Assert.Throws<PlatformNotSupportedException>(() => InstructionSets.Resolve(Avx512, network, true, true));
        Assert.Equal("Chain has no kernels for Avx512: the project property FusionInstructionSets names Avx2 and Portable.",
            exception.Message);
    }

    [Fact]
    public void A_network_has_all_of_them_unless_it_says_otherwise() =>
        Assert.Equal([Avx512, Avx2, Portable], ChainNetwork.Description.InstructionSets);

    /// <summary>As where the generated file with the kernels is left out of the build.</summary>
    [Fact]
    public void Network_without_kernels_says_so()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => new Empty());
        Assert.Equal(
            "The kernels of Chain are not part of this program: the generated file that holds them was left out of the build.",
            exception.Message);
    }

    private static NetworkInfo With(params InstructionSet[] sets) => ChainNetwork.Description with { InstructionSets = sets };

    private sealed class Empty() : Network(ChainNetwork.Description, ChainNetwork.Weights(), null, default);
}
