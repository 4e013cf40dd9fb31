using Fusion.Tool.Weights;

namespace Fusion.Tool.Tests.Weights;

/// <summary>Archives of NumPy arrays.</summary>
public sealed class NumpyArchiveTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("<f4", "F32")]
    [InlineData("<i4", "I32")]
    [InlineData(">f4", "F32")]
    public void Arrays_are_read_row_by_row(string type, string expected)
    {
        byte[] values = [.. Enumerable.Range(0, 24).Select(value => (byte)value)];
        string rows = $"{{'descr': '{type}', 'fortran_order': False, 'shape': (2, 3), }}";
        string columns = $"{{'descr': '{type}', 'fortran_order': True, 'shape': (2, 3), }}";
        string file = _folder.Write("a.npz", Archive.Npz(("x/w.npy", Archive.Npy(rows, values)), ("f.npy", Archive.Npy(columns, values))));
        using WeightFile weights = WeightFile.Open(file);
        Assert.Equal(["x/w", "f"], weights.Tensors.Select(tensor => tensor.Name));
        Assert.All(weights.Tensors, tensor => Assert.Equal(expected, tensor.DataType));
        Assert.All(weights.Tensors, tensor => Assert.Equal([2, 3], tensor.Dimensions));
        int[] places = type[0] == '>' ? [3, 2, 1, 0] : [0, 1, 2, 3];
        Assert.Equal(Words([0, 1, 2, 3, 4, 5]), weights.Tensors[0].Read());
        Assert.Equal(Words([0, 2, 4, 1, 3, 5]), weights.Tensors[1].Read());

        byte[] Words(int[] order) => [.. order.SelectMany(word => places.Select(place => values[4 * word + place]))];
    }

    [Theory]
    [InlineData("<f8", "()", 8, "F64")]
    [InlineData("<f2", "(3,)", 6, "F16")]
    [InlineData("|u1", "(2, 2)", 4, "U8")]
    [InlineData("<i8", "(0, 5)", 0, "I64")]
    public void Every_type_is_named(string type, string shape, int bytes, string expected)
    {
        string head = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}";
        using WeightFile weights = WeightFile.Open(_folder.Write("a.npz", Archive.Npz(("w.npy", Archive.Npy(head, new byte[bytes])))));
        Assert.Equal(expected, weights.Tensors[0].DataType);
        Assert.Equal(bytes, weights.Tensors[0].Read().Length);
    }

    /// <summary>Whatever Python reads as such a dict.</summary>
    [Theory]
    [InlineData("{'descr':'<f4','fortran_order':False,'shape':(1,)}")]
    [InlineData("{\"descr\": \"<f4\", \"fortran_order\": False, \"shape\": (1,)}")]
    [InlineData("{'shape': (1,), 'fortran_order': False, 'descr': '<f4', }")]
    public void A_head_may_be_written_in_other_ways(string head)
    {
        byte[] value = [1, 2, 3, 4];
        using WeightFile weights = WeightFile.Open(_folder.Write("a.npz", Archive.Npz(("w.npy", Archive.Npy(head, value)))));
        Assert.Equal(value, weights.Tensors[0].Read());
    }

    [Theory]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "Python objects")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", "not that of an array of numbers")]
    [InlineData("{'descr': '<U8', 'fortran_order': False, 'shape': (1,), }", "'<U8', which is not read")]
    [InlineData("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", "'<c8', which is not read")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", "a size of its shape is '-1'")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", "has 132 bytes; its head describes 136")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2000000000, 2000000000), }", "its head describes")]
    [InlineData("{'descr': '<f4', 'shape': (1,), }", "not that of an array of numbers")]
    [InlineData("{\"descr\":\"|O\",\"fortran_order\":False,\"shape\":(1,)}", "Python objects")]
    [InlineData("__import__('os').system('touch here')", "not that of an array of numbers")]
    public void What_is_no_array_of_numbers_is_refused(string head, string message) =>
        Assert.Contains(message, ToolRun.Failure(
            "convert", _folder.Write("a.npz", Archive.Npz(("w.npy", Archive.Npy(head, new byte[4])))), "--output",
            _folder["o.safetensors"]));

    [Fact]
    public void An_archive_that_unpacks_to_far_too_much_is_refused()
    {
        byte[] bomb = Archive.Npz(
            ("w.npy", Archive.Npy("{'descr': '|u1', 'fortran_order': False, 'shape': (50000000,), }", new byte[50_000_000])));
        Assert.Contains("claims to unpack to more than",
            ToolRun.Failure("convert", _folder.Write("a.npz", bomb), "--output", _folder["o.safetensors"]));
    }
}
