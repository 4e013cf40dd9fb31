using System.Diagnostics;

namespace Fusion.Tool.Tests.Weights;

/// <summary>Damaged files give a file or one clear sentence: no crash, no hang, no memory beyond what the file's length allows.</summary>
[Collection(nameof(Alone))]
public sealed class FuzzTests : IDisposable
{
    private const int Cases = 800, MostBytes = 20_000_000;

    private static readonly byte[] s_extremes = [0, 1, 0x7F, 0x80, 0xFF];

    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Kinds => ["pickle 2", "pickle 4", "checkpoint", "npz", "safetensors"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_damaged_file_is_a_sentence(string kind)
    {
        byte[] valid = Valid(kind);
        var random = new Random(kind.Length);
        int refused = 0;
        for (int i = 0; i < Cases; i++)
        {
            byte[] damaged = Damage(valid, random);
            // A damaged pickle in a sound archive: otherwise the checksum would hide the unpickler.
            byte[] content = kind.StartsWith("pickle", StringComparison.Ordinal) ? Checkpoint(damaged) : damaged;
            string file = _folder.Write("damaged", content);
            long before = GC.GetTotalAllocatedBytes(), began = Stopwatch.GetTimestamp();
            ToolRun run = ToolRun.Of("convert", file, "--output", _folder["out.safetensors"], "--force");
            Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, MostBytes);
            Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0, 5);
            if (run.Code == 0) continue;
            refused++;
            Assert.Equal(1, run.Code);
            Assert.Contains("error: ", run.Error);
            Assert.DoesNotContain("   at ", run.Error);
        }
        Assert.InRange(refused, Cases / 4, Cases);
        Assert.All(_folder.Files, name => Assert.Contains(name, (string[])["damaged", "out.safetensors"]));
    }

    private byte[] Valid(string kind) => kind switch
    {
        "pickle 2" => PythonPickles.Of(2),
        "pickle 4" => PythonPickles.Of(4),
        "checkpoint" => Checkpoint(PythonPickles.Of(2)),
        "npz" => Archive.Npz(("w.npy", Archive.Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", new byte[24])),
            ("b.npy", Archive.Npy("{'descr': '<f8', 'fortran_order': True, 'shape': (3,), }", new byte[24]))),
        _ => Safetensors(),
    };

    private static byte[] Checkpoint(byte[] pickle) =>
        Archive.Checkpoint(pickle, Archive.Bytes(0f, 1, 2, 3, 4, 5), Archive.Bytes(1234567890123L));

    private byte[] Safetensors()
    {
        var weights = new StateDict();
        weights.Add("fc.weight", [2, 3], new float[6]);
        weights.Add("fc.bias", [2], new float[2]);
        weights.Save(_folder["valid"]);
        byte[] bytes = File.ReadAllBytes(_folder["valid"]);
        File.Delete(_folder["valid"]);
        return bytes;
    }

    private static byte[] Damage(byte[] valid, Random random)
    {
        byte[] damaged = [.. valid];
        if (random.Next(3) == 0) return damaged[..random.Next(damaged.Length)];
        for (int flips = random.Next(1, 4); flips > 0; flips--)
            damaged[random.Next(damaged.Length)] = random.Next(2) == 0
                ? (byte)random.Next(256)
                : s_extremes[random.Next(s_extremes.Length)];
        return damaged;
    }
}

/// <summary>Tests that count what the whole process allocates.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
