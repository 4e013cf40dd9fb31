namespace Fusion.Tests.Weights;

public sealed class DataTypesTests
{
    [Theory]
    [InlineData("BOOL", 1)]
    [InlineData("U8", 1)]
    [InlineData("I8", 1)]
    [InlineData("F8_E5M2", 1)]
    [InlineData("F8_E4M3", 1)]
    [InlineData("F8_E8M0", 1)]
    [InlineData("F8_E5M2FNUZ", 1)]
    [InlineData("F8_E4M3FNUZ", 1)]
    [InlineData("U16", 2)]
    [InlineData("I16", 2)]
    [InlineData("U32", 4)]
    [InlineData("I32", 4)]
    [InlineData("F64", 8)]
    [InlineData("U64", 8)]
    [InlineData("I64", 8)]
    [InlineData("C64", 8)]
    public void Types_that_are_skipped_have_their_size(string type, int bytes)
    {
        StateDict weights = StateDict.Load(new MemoryStream(SafetensorsFile.One($"\"{type}\"", "[3]", $"[0,{3 * bytes}]", 3 * bytes)));
        Assert.Equal(type, Assert.Single(weights.Tensors).DataType);
        Assert.Throws<WeightsException>(() =>
            StateDict.Load(new MemoryStream(SafetensorsFile.One($"\"{type}\"", "[3]", $"[0,{3 * bytes + 3}]", 3 * bytes + 3))));
    }

    [Theory]
    [InlineData(0x0000, 0f)]
    [InlineData(0x3C00, 1f)]
    [InlineData(0xC000, -2f)]
    [InlineData(0x3555, 0.333251953125f)]
    [InlineData(0x7BFF, 65504f)]
    [InlineData(0x0400, 6.103515625e-05f)]
    [InlineData(0x0001, 5.9604644775390625e-08f)]
    [InlineData(0x83FF, -6.09755516e-05f)]
    [InlineData(0x7C00, float.PositiveInfinity)]
    [InlineData(0xFC00, float.NegativeInfinity)]
    [InlineData(0x7E00, float.NaN)]
    public void Half_becomes_float(int bits, float expected) => Assert.Equal(expected, Convert("F16", bits));

    [Theory]
    [InlineData(0x0000, 0f)]
    [InlineData(0x3F80, 1f)]
    [InlineData(0xC000, -2f)]
    [InlineData(0x4049, 3.140625f)]
    [InlineData(0x7F7F, 3.38953139e38f)]
    [InlineData(0x0001, 9.18354962e-41f)]
    [InlineData(0x7F80, float.PositiveInfinity)]
    [InlineData(0xFFC0, float.NaN)]
    public void Brain_float_becomes_float(int bits, float expected) => Assert.Equal(expected, Convert("BF16", bits));

    [Fact]
    public void Every_finite_half_and_brain_float_is_exact()
    {
        for (int bits = 0; bits < 65536; bits++)
        {
            int exponent = bits >> 10 & 31;
            double half = (exponent == 0 ? bits & 1023 : (bits & 1023) + 1024) * Math.Pow(2, Math.Max(exponent, 1) - 25)
                * (bits >= 32768 ? -1 : 1);
            if (exponent != 31) Assert.Equal(half, Convert("F16", bits));
            Assert.Equal((uint)bits << 16, BitConverter.SingleToUInt32Bits(Convert("BF16", bits)));
        }
    }

    private static float Convert(string type, int bits)
    {
        byte[] file = SafetensorsFile.Of("""{"t":{"dtype":"TYPE","shape":[1],"data_offsets":[0,2]}}""".Replace("TYPE", type),
            [(byte)bits, (byte)(bits >> 8)]);
        // The whole way for one value of a type; the loop over all of them would take long.
        if (bits % 4096 == 0) return StateDict.Load(new MemoryStream(file))["t"].Values[0];
        Span<float> value = stackalloc float[1];
        DataTypes.Convert(type, [(byte)bits, (byte)(bits >> 8)], value);
        return value[0];
    }
}
