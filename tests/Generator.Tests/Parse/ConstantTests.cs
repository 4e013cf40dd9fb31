using Fusion.Generator.Parse;
using Fusion.Generator.Tests.Support;
using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Tests.Parse;

/// <summary>Which constants of C# are values of a declaration.</summary>
public sealed class ConstantTests
{
    public static TheoryData<object?, object?> Values => new()
    {
        { 7, 7 }, { 1.5, 1.5 }, { true, true }, { "text", "text" }, { (byte)7, 7 }, { (sbyte)-7, -7 }, { (short)-7, -7 }, { (ushort)7, 7 },
        { 7u, 7 }, { (uint)int.MaxValue, int.MaxValue }, { (uint)int.MaxValue + 1, null },
        { 7L, 7 }, { (long)int.MaxValue, int.MaxValue }, { (long)int.MinValue, int.MinValue }, { int.MaxValue + 1L, null },
        { int.MinValue - 1L, null }, { 7ul, 7 }, { (ulong)int.MaxValue, int.MaxValue }, { int.MaxValue + 1ul, null },
        { 1.5f, 1.5 }, { 1.5m, 1.5 }, { 'c', null }, { null, null },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Numbers_keep_their_value(object? value, object? expected)
    {
        object? found = Constants.Normalize(value, null);
        Assert.Equal(expected, found);
        Assert.Equal(expected?.GetType(), found?.GetType());
    }

    [Fact]
    public void Members_of_enumerations_are_names()
    {
        INamedTypeSymbol activation = Project.Compile("").GetTypeByMetadataName("Fusion.Activation")!;
        Assert.Equal("Silu", Constants.Normalize((int)Activation.Silu, activation));
        Assert.Null(Constants.Normalize(1234, activation));
        Assert.Equal(3, Constants.Normalize(3, activation.BaseType));
    }

    [Fact]
    public void Members_that_are_bits_are_names_with_commas()
    {
        INamedTypeSymbol axes = Project.Compile("").GetTypeByMetadataName("Fusion.Axes")!;
        Assert.Equal("Width, Height", Constants.Normalize((int)(Axes.Height | Axes.Width), axes));
        Assert.Equal("Channels, Frames", Constants.Normalize((int)(Axes.Frames | Axes.Channels), axes));
        Assert.Equal("Channels", Constants.Normalize((int)Axes.Channels, axes));
        Assert.Null(Constants.Normalize((int)Axes.Height | 1 << 20, axes));
        Assert.Null(Constants.Normalize(1 << 20, axes));
        Assert.Null(Constants.Normalize((long)(Axes.Height | Axes.Width), axes));
    }

    [Fact]
    public void No_bit_is_no_member()
    {
        INamedTypeSymbol bits = Project.Compile("public enum Bits { One = 1, Two = 2 }").GetTypeByMetadataName("Bits")!;
        Assert.Equal("One, Two", Constants.Normalize(3, bits));
        Assert.Null(Constants.Normalize(0, bits));
    }

    /// <summary>A value that is no member of an enumeration whose members are not all of the type int.</summary>
    [Fact]
    public void Bits_of_other_types_are_not_put_together()
    {
        INamedTypeSymbol bytes = Project.Compile("public enum Bytes : byte { One = 1, Two = 2 }").GetTypeByMetadataName("Bytes")!;
        Assert.Equal("Two", Constants.Normalize((byte)2, bytes));
        Assert.Null(Constants.Normalize((byte)3, bytes));
        Assert.Null(Constants.Normalize(3, bytes));
    }
}
