namespace Fusion.Tests.Weights;

/// <summary>Whatever is in a file: a state dict or a <see cref="WeightsException"/>, nothing else.</summary>
public sealed class SafetensorsFuzzTests
{
    private const int Iterations = 5_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Damaged_files_give_weights_or_a_weights_exception(int seed)
    {
        byte[] good = SafetensorsFile.Small();
        var random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < Iterations; i++)
        {
            byte[] file = Damage(good, random);
            try
            {
                StateDict weights = StateDict.Load(i % 2 == 0 ? new MemoryStream(file) : new ForwardOnlyStream(file, random.Next(1, 64)));
                foreach (WeightTensor tensor in weights.Tensors)
                    if (tensor.IsFloat)
                        Assert.Equal(tensor.Dimensions.Aggregate(1L, (product, size) => product * size), tensor.Values.Length);
            }
            catch (WeightsException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, Iterations / 10, Iterations - 1);
    }

    private static byte[] Damage(byte[] good, Random random)
    {
        List<byte> file = [.. good];
        for (int count = random.Next(1, 4); count > 0; count--)
        {
            int at = random.Next(file.Count);
            switch (random.Next(6))
            {
                case 0: file[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: file[at] = (byte)random.Next(256); break;
                case 2: file.Insert(at, (byte)random.Next(256)); break;
                case 3: file.RemoveAt(at); break;
                case 4: file[at] = (byte)"0123456789{}[]\",:\\ue-."[random.Next(22)]; break;
                default:
                    int length = Math.Min(random.Next(1, 20), file.Count - at);
                    file.InsertRange(random.Next(file.Count), file.GetRange(at, length));
                    break;
            }
        }
        byte[] result = [.. file];
        // Most damage should reach the content of the header, so its length is put right half of the time.
        if (random.Next(2) == 0 && result.Length > 26) BitConverter.TryWriteBytes(result, (long)result.Length - 26);
        return result;
    }
}
