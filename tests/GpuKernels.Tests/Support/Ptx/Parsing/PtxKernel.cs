namespace Fusion.Kernels.Tests.Support.Ptx.Parsing;

/// <summary>A parameter of a kernel.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Offset">Where it lies in the memory of all parameters, in bytes.</param>
/// <param name="Bytes">Its size.</param>
internal sealed record PtxParameter(string Name, int Offset, int Bytes);

/// <summary>An array in the memory that the threads of a group share.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Alignment">What its address is a multiple of, in bytes.</param>
/// <param name="Bytes">Its size.</param>
internal sealed record PtxSharedArray(string Name, int Alignment, int Bytes);

/// <summary>A kernel, as text that has been taken apart.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">Its parameters, in order.</param>
/// <param name="SharedArrays">What the threads of a group share.</param>
/// <param name="Registers">The registers' types and numbers, by what their names begin with.</param>
/// <param name="MaxThreads">The most threads of a group; 0 where nothing is said.</param>
/// <param name="Statements">The instructions, in order.</param>
/// <param name="Labels">The instruction before which each label stands.</param>
/// <param name="Tables">Lists of labels that branches choose from, by their names.</param>
internal sealed record PtxKernel(
    string Name,
    IReadOnlyList<PtxParameter> Parameters,
    IReadOnlyList<PtxSharedArray> SharedArrays,
    IReadOnlyDictionary<string, (string Type, int Count)> Registers,
    int MaxThreads,
    IReadOnlyList<PtxStatement> Statements,
    IReadOnlyDictionary<string, int> Labels,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Tables);
