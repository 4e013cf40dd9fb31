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
}
