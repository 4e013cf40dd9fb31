using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Loader;
using Fusion.Tool.Shell;

namespace Fusion.Tool.Assemblies;

/// <summary>A network class of an assembly, loaded with its neighbours to be run, and unloaded at the end.</summary>
internal sealed class LoadedNetwork : IDisposable
{
    private readonly NeighbourContext _context;
    private readonly Type _type;
    private readonly Action<Network, float[][]> _run;

    /// <param name="path">The assembly.</param>
    /// <param name="declared">The network in it.</param>
    /// <exception cref="ToolException">It cannot be loaded, or was built with another version of Fusion.</exception>
    public LoadedNetwork(string path, DeclaredNetwork declared)
    {
        _context = new NeighbourContext(Path.GetFullPath(path));
        try
        {
            _type = _context.LoadFromAssemblyPath(Path.GetFullPath(path)).GetType(declared.FullName, throwOnError: true)!;
            Info = (NetworkInfo)_type.GetProperty("Description", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
            _run = Binding(Info);
        }
        catch (Exception exception) when (exception is TypeLoadException or MissingMemberException or FileNotFoundException
            or BadImageFormatException or TargetInvocationException or InvalidCastException or FileLoadException)
        {
            _context.Unload();
            throw new ToolException(
                $"{path}: {declared.Name} cannot be loaded; this tool is of Fusion {typeof(Network).Assembly.GetName().Version}. "
                + (exception.InnerException ?? exception).Message, exception);
        }
    }

    public NetworkInfo Info { get; }

    /// <summary>Packs weights.</summary>
    /// <exception cref="WeightsException">They do not fit.</exception>
    public Network Load(StateDict weights, NetworkOptions options)
    {
        try
        {
            MethodInfo load = _type.GetMethod("Load", [typeof(StateDict), typeof(NetworkOptions)])!;
            return (Network)load.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [weights, options], null)!;
        }
        catch (Exception exception) when (exception is MissingMemberException or TypeLoadException)
        {
            throw new ToolException($"{Info.Name} was built with another version of Fusion than this tool's: {exception.Message}",
                exception);
        }
    }

    /// <summary>Runs one sample.</summary>
    /// <param name="network">What <see cref="Load"/> gave.</param>
    /// <param name="values">The inputs in order, then the outputs in order.</param>
    public void Run(Network network, float[][] values) => _run(network, values);

    public void Dispose() => _context.Unload();

    /// <summary>A call of <c>Run</c>, whose spans reflection cannot pass.</summary>
    private Action<Network, float[][]> Binding(NetworkInfo info)
    {
        int inputs = info.Variants[0].Inputs.Count, count = inputs + info.Variants[0].Outputs.Count;
        Type[] parameters = [.. Enumerable.Range(0, count).Select(i => i < inputs ? typeof(ReadOnlySpan<float>) : typeof(Span<float>))];
        MethodInfo run = _type.GetMethod("Run", parameters) ?? throw new MissingMethodException(info.Name, "Run");
        var method = new DynamicMethod("Run", typeof(void), [typeof(Network), typeof(float[][])], typeof(LoadedNetwork).Module,
            skipVisibility: true);
        ILGenerator code = method.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Castclass, _type);
        for (int i = 0; i < count; i++)
        {
            code.Emit(OpCodes.Ldarg_1);
            code.Emit(OpCodes.Ldc_I4, i);
            code.Emit(OpCodes.Ldelem_Ref);
            code.Emit(OpCodes.Call, parameters[i].GetMethod("op_Implicit", [typeof(float[])])!);
        }
        code.Emit(OpCodes.Callvirt, run);
        code.Emit(OpCodes.Ret);
        return method.CreateDelegate<Action<Network, float[][]>>();
    }

    /// <summary>Finds an assembly's neighbours; Fusion itself is this tool's own.</summary>
    private sealed class NeighbourContext(string path) : AssemblyLoadContext(isCollectible: true)
    {
        private readonly AssemblyDependencyResolver _resolver = new(path);

        protected override Assembly? Load(AssemblyName name)
        {
            if (name.Name == typeof(Network).Assembly.GetName().Name) return typeof(Network).Assembly;
            string neighbour = Path.Combine(Path.GetDirectoryName(path)!, name.Name + ".dll");
            return _resolver.ResolveAssemblyToPath(name) is { } resolved ? LoadFromAssemblyPath(resolved)
                : File.Exists(neighbour) ? LoadFromAssemblyPath(neighbour)
                : null;
        }
    }
}
